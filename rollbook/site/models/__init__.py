"""The site's tables, by subject: movements, kiosks."""

from rollbook.site.models.kiosks import Kiosk
from rollbook.site.models.movements import Movement

__all__ = ["Kiosk", "Movement"]
