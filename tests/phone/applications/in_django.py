"""The application in Django, as a list of URLs."""

from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.urls import path

from tests.phone.applications import documents
from tests.web import django_app  # noqa: F401  # it configures Django
from twimlkit.web.django import twiml
from twimlkit.webhook import CallRequest, MessageRequest


@twiml
def voice(call: CallRequest):
    return documents.menu()


@twiml
def key(call: CallRequest):
    return documents.key(call.digits)


@twiml
def sms(message: MessageRequest):
    return documents.reply(message.body)


urlpatterns = [path("voice", voice), path("key", key), path("sms", sms)]
wsgi = get_wsgi_application()
asgi = get_asgi_application()
