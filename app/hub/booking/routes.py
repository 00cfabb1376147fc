"""Everything that is served at `/api`, beside `/api/v1`."""

from app.hub.booking import bookings, notifications

PREFIX = "/api"
ROUTERS = (bookings.router, notifications.router)
