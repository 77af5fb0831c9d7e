"""A greeting for a call, in Django: hello, the version of Twilio's API, and the role of the server.

    pip install 'twimlkit[django]'
    TWILIO_AUTH_TOKEN=… RoleName=… python examples/web/hello_django.py

The server listens at http://127.0.0.1:8000/voice. A request that Twilio has not signed is rejected with 403. Behind a
proxy or a tunnel, set TWILIO_BASE_URL to the start of the public URL, such as https://example.com.
"""

import os

from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.urls import path

from twimlkit import Pause, Response, Say
from twimlkit.web.django import twiml
from twimlkit.webhook import CallRequest

# In a project, these are in settings.py.
settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
)


@twiml
def voice(call: CallRequest) -> Response:
    """Greet the caller."""
    role = os.environ.get("RoleName", "unknown")  # noqa: SIM112  # the name that Azure sets
    return Response(
        Say("Hello!"),
        Pause(),
        Say(f"The version of the API is {call.api_version}."),
        Say(f"The name of the role is {role}."),
    )


urlpatterns = [path("voice", voice)]
app = get_wsgi_application()


if __name__ == "__main__":
    execute_from_command_line(["manage.py", "runserver", "--noreload", os.environ.get("PORT", "8000")])
