"""The views in Django, with its check of CSRF tokens on."""

import json
from types import ModuleType

from django import setup
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from tests.web.views import VIEWS, note, room
from twimlkit import Response, Say
from twimlkit.web.django import TwiMLResponse, signed, twiml
from twimlkit.webhook import CallRequest

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


@signed
def signed_view(request):
    note(request)
    if request.content_type == "application/json":
        return JsonResponse(json.loads(request.body))
    return TwiMLResponse(Response(Say((request.POST or request.GET)["From"])))


@twiml
def moved(call: CallRequest):
    return redirect("/voice")


def urls_of(view, route="voice"):
    """Return a ROOT_URLCONF with one view."""
    found = ModuleType("urls")
    found.urlpatterns = [path(route, csrf_exempt(view))]
    return found


urlpatterns = [
    path("form", form),
    path("signed", signed_view),
    path("moved", moved),
    *(path(name, twiml(**configuration)(view)) for name, (view, configuration) in VIEWS.items()),
    path("room/<str:name>", twiml(room)),
]

wsgi = get_wsgi_application()
asgi = get_asgi_application()
