"""The views in Django, with its check of CSRF tokens on."""

from django import setup
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

from tests.web.views import VIEWS, room
from twimlkit.web.django import twiml

settings.configure(
    ROOT_URLCONF=__name__,
    SECRET_KEY="for these tests",
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
    LOGGING_CONFIG=None,
)
setup()


def form(request):
    return HttpResponse("a page of the same site")


urlpatterns = [
    path("form", form),
    *(path(name, twiml(**configuration)(view)) for name, (view, configuration) in VIEWS.items()),
    path("room/<str:name>", twiml(room)),
]

wsgi = get_wsgi_application()
asgi = get_asgi_application()
