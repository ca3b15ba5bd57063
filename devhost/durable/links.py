"""The addresses of the durable management API, as the durable extension writes them."""

import json
from urllib.parse import quote

PREFIX = "/runtime/webhooks/durabletask"
_ID_PLACEHOLDER = "INSTANCEID"


def management_links(base_url: str, hub: str, instance_id: str) -> dict[str, str]:
    """What a caller needs to follow and steer one instance; the extension's key names."""
    instance = f"{base_url}{PREFIX}/instances/{quote(instance_id, safe='')}"
    query = f"taskHub={quote(hub, safe='')}&connection=Storage&code=local"
    return {
        "id": instance_id,
        "statusQueryGetUri": f"{instance}?{query}",
        "sendEventPostUri": f"{instance}/raiseEvent/{{eventName}}?{query}",
        "terminatePostUri": f"{instance}/terminate?reason={{text}}&{query}",
        "rewindPostUri": f"{instance}/rewind?reason={{text}}&{query}",
        "purgeHistoryDeleteUri": f"{instance}?{query}",
        "restartPostUri": f"{instance}/restart?{query}",
        "suspendPostUri": f"{instance}/suspend?reason={{text}}&{query}",
        "resumePostUri": f"{instance}/resume?reason={{text}}&{query}",
    }


def client_binding(base_url: str, hub: str) -> str:
    """The JSON text a `durableClient` binding is given."""
    root = base_url + PREFIX
    start = f"{root}/orchestrators/{{functionName}}[/{{instanceId}}]"
    return json.dumps(
        {
            "taskHubName": hub,
            "creationUrls": {
                "createNewInstancePostUri": f"{start}?code=local",
                "createAndWaitOnNewInstancePostUri": (
                    f"{start}?timeout={{timeoutInSeconds}}&pollingInterval={{intervalInSeconds}}&code=local"
                ),
            },
            "managementUrls": management_links(base_url, hub, _ID_PLACEHOLDER),
            "baseUrl": root,
            "requiredQueryStringParameters": "code=local",
            "rpcBaseUrl": f"{root}/",
        }
    )
