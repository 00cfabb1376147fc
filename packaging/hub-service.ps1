# The hub at every start of Windows, whoever is logged in. Run as administrator:
#   powershell -File packaging\hub-service.ps1 -Sotto C:\Sotto
# New terminals: `sotto hub pair`. To take it away: Unregister-ScheduledTask "Sotto hub".
param([string]$Sotto = "C:\Sotto", [string]$Profile = "production")
$action = New-ScheduledTaskAction -Execute "$Sotto\.venv\Scripts\sotto.exe" `
  -Argument "hub --profile $Profile"
$trigger = New-ScheduledTaskTrigger -AtStartup
$settings = New-ScheduledTaskSettingsSet -RestartCount 999 -ExecutionTimeLimit 0 `
  -RestartInterval (New-TimeSpan -Minutes 1) -AllowStartIfOnBatteries
$account = New-ScheduledTaskPrincipal -UserId "LOCAL SERVICE" -LogonType ServiceAccount
Register-ScheduledTask -TaskName "Sotto hub" -Action $action -Trigger $trigger `
  -Settings $settings -Principal $account -Force
Start-ScheduledTask -TaskName "Sotto hub"
