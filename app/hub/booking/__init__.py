"""The booking system's own addresses: `/api/reservations…`, `/api/menu`, `/api/settings`,
`/api/notifications` and socket.io, in its words, on the commands of the house.

Programs that were written for it go on working; new ones use `/api/v1`.
"""
