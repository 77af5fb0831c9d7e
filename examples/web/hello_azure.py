"""A greeting for a call, as an Azure Function: hello, the version of Twilio's API, and the role of the server.

    pip install twimlkit azure-functions
    cp examples/web/hello_azure.py function_app.py
    func start

Put TWILIO_AUTH_TOKEN, and TWILIO_BASE_URL such as https://example.azurewebsites.net, into the settings of the function
app. Twilio requests /api/voice there. A request that Twilio has not signed is rejected with 403.

https://learn.microsoft.com/azure/azure-functions/functions-reference-python
"""

import os

import azure.functions as func

from twimlkit import Pause, Response, Say
from twimlkit.webhook import CallRequest, Rejected, check_request

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)


@app.route(route="voice", methods=["GET", "POST"])
def voice(req: func.HttpRequest) -> func.HttpResponse:
    """Greet the caller."""
    try:
        call = check_request(req.method, req.url, req.headers, req.get_body(), CallRequest)
    except Rejected as rejected:
        return func.HttpResponse(rejected.reason, status_code=rejected.status)
    role = os.environ.get("RoleName", "unknown")  # noqa: SIM112  # the name that Azure sets
    response = Response(
        Say("Hello!"),
        Pause(),
        Say(f"The version of the API is {call.api_version}."),
        Say(f"The name of the role is {role}."),
    )
    return func.HttpResponse(bytes(response), mimetype="text/xml", charset="utf-8")
