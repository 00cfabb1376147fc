# The hub at every start of Windows, whoever is logged in. Run as administrator:
#   powershell -File packaging\hub-service.ps1 -Sotto C:\Sotto
# New terminals: `sotto hub pair`. To take it away: Unregister-ScheduledTask "Sotto hub"
# and Remove-NetFirewallRule -DisplayName "Sotto hub".
param([string]$Sotto = "C:\Sotto", [string]$Name = "production",
  [int]$Port = 8443)
$action = New-ScheduledTaskAction -Execute "$Sotto\.venv\Scripts\sotto.exe" `
  -Argument "hub --profile $Name --port $Port"
$trigger = New-ScheduledTaskTrigger -AtStartup
$settings = New-ScheduledTaskSettingsSet -RestartCount 999 -ExecutionTimeLimit 0 `
  -RestartInterval (New-TimeSpan -Minutes 1) -AllowStartIfOnBatteries `
  -DontStopIfGoingOnBatteries
$account = New-ScheduledTaskPrincipal -UserId "LOCAL SERVICE" -LogonType ServiceAccount
Register-ScheduledTask -TaskName "Sotto hub" -Action $action -Trigger $trigger `
  -Settings $settings -Principal $account -Force
# Other terminals reach it on its port; without a rule Windows keeps them out.
New-NetFirewallRule -DisplayName "Sotto hub" -Direction Inbound -Protocol TCP `
  -LocalPort $Port -Action Allow -ErrorAction SilentlyContinue | Out-Null
Start-ScheduledTask -TaskName "Sotto hub"
