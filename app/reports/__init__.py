"""The Z and other reports as PDF and Excel, and the dashboard's figures."""
