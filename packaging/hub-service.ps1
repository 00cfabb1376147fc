# The hub at every start of Windows, whoever is logged in. Run as administrator:
#   powershell -ExecutionPolicy Bypass -File packaging\hub-service.ps1 -Sotto C:\Sotto
# Python has to be installed for all users: the account of the task sees no other.
# New terminals, also as administrator, with the profile that the task has:
#   C:\Sotto\.venv\Scripts\sotto.exe hub pair --profile C:\ProgramData\Sotto\production --name Bar
# To take it away: Unregister-ScheduledTask "Sotto hub" and Remove-NetFirewallRule SottoHub.
#Requires -RunAsAdministrator
param([string]$Sotto = "C:\Sotto", [string]$Name = "production",
  [int]$Port = 8443, [string]$Data = "C:\ProgramData\Sotto")
$ErrorActionPreference = "Stop"
# By their numbers: the names of accounts are other ones in a French Windows.
$service, $system, $administrators = "S-1-5-19", "S-1-5-18", "S-1-5-32-544"

# Its profile is where administrators find it too, and nobody else.
New-Item -ItemType Directory -Force -Path $Data | Out-Null
icacls $Data /inheritance:r /grant "*${service}:(OI)(CI)M" "*${system}:(OI)(CI)F" `
  "*${administrators}:(OI)(CI)F" | Out-Null
if ($LASTEXITCODE -ne 0) { throw "icacls: $LASTEXITCODE" }

$action = New-ScheduledTaskAction -Execute "$Sotto\.venv\Scripts\sotto.exe" `
  -Argument "hub --profile `"$Data\$Name`" --port $Port"
# The second one starts it again within a minute, however it ended: a restart on failure
# counts to 255 at most, and looks at failures to start alone.
$triggers = (New-ScheduledTaskTrigger -AtStartup), (New-ScheduledTaskTrigger -Once `
  -At (Get-Date) -RepetitionInterval (New-TimeSpan -Minutes 1))
$settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew `
  -ExecutionTimeLimit ([TimeSpan]::Zero) -AllowStartIfOnBatteries `
  -DontStopIfGoingOnBatteries
$account = New-ScheduledTaskPrincipal -UserId $service -LogonType ServiceAccount
Register-ScheduledTask -TaskName "Sotto hub" -Action $action -Trigger $triggers `
  -Settings $settings -Principal $account -Force | Out-Null
# Other terminals reach it on its port; without a rule Windows keeps them out.
Get-NetFirewallRule -Name SottoHub -ErrorAction SilentlyContinue | Remove-NetFirewallRule
New-NetFirewallRule -Name SottoHub -DisplayName "Sotto hub" -Direction Inbound `
  -Protocol TCP -LocalPort $Port -Action Allow | Out-Null
Start-ScheduledTask -TaskName "Sotto hub"
