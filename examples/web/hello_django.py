"""A page for a call, in Django: it says hello, the version of Twilio's API, and the name of the server's role.

    pip install 'twimlkit[django]'
    TWILIO_AUTH_TOKEN=… RoleName=… python examples/web/hello_django.py

The page is http://127.0.0.1:8000/voice. Only Twilio gets an answer from it: any other request is refused with 403.
Behind a proxy or a tunnel, BASE_URL says what its public URL begins with, as in https://example.com.
"""

import os

from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.urls import path

from twimlkit import Pause, Response, Say
from twimlkit.web.django import twiml
from twimlkit.webhook import CallRequest

# A project has these in its settings.py; here they make one file a whole site.
settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
)


@twiml(base_url=os.environ.get("BASE_URL"))
def voice(call: CallRequest) -> Response:
    """Greets the caller."""
    role = os.environ.get("RoleName", "unknown")  # noqa: SIM112  # Azure, which sets it, spells it so
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
