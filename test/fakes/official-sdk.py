"""What the official SDK does with a QFieldCloud at sys.argv[1], with files of sys.argv[2]; prints what it got."""

import json
import sys
from pathlib import Path

from qfieldcloud_sdk import sdk

url, folder = sys.argv[1], Path(sys.argv[2])
client = sdk.Client(f"{url}/api/v1/")
got = {}


def refused(work, *given):
    """Status and code of what the server refuses."""
    try:
        work(*given)
    except sdk.QfcRequestException as error:
        answer = error.response
        is_json = "json" in answer.headers.get("Content-Type", "")
        return [answer.status_code, answer.json()["code"] if is_json else "page"]
    return None


def names(files):
    return sorted(str(file["name"]) for file in files)


got["wrong"] = refused(client.login, "ana", "wrong")
got["login"] = client.login("ana", "correct horse")["username"]
got["status"] = client.check_server_status()["storage"]

project = client.create_project("tree_survey", description="Trees")
pid = project["id"]
got["bad name"] = refused(client.create_project, "tree survey")
for number in range(25):
    client.create_project(f"other-{number}")
got["projects"] = len(client.list_projects())
got["page"] = len(client.list_projects(pagination=sdk.Pagination(limit=10, offset=20)))
got["patched"] = client.patch_project(pid, description="More trees")["description"]

local = folder / "local"
uploaded = client.upload_files(pid, sdk.FileTransferType.PROJECT, str(local), "*")
got["uploaded"] = [[file["name"], file["status"], str(file["error"])] for file in uploaded]
got["again"] = client.upload_files(pid, sdk.FileTransferType.PROJECT, str(local), "*")
remote = client.list_remote_files(pid)
got["same"] = all(file["etag"] == sdk.calc_etag(str(local / file["name"])) for file in remote)
got["downloaded"] = names(client.download_project(pid, str(folder / "copy"), throw_on_error=True))
(folder / "copy" / "note.txt").write_text("changed here")
got["fetched again"] = names(client.download_project(pid, str(folder / "copy"), "note.txt", throw_on_error=True))
got["note"] = (folder / "copy" / "note.txt").read_text()

got["not packaged"] = refused(client.package_latest, pid)
job = client.job_trigger(pid, sdk.JobTypes.PACKAGE)
got["joined"] = client.job_trigger(pid, sdk.JobTypes.PACKAGE)["id"] == job["id"]
for _ in range(20):
    job = client.job_status(job["id"])
    if job["status"] in ("finished", "failed"):
        break
got["job"] = [job["status"], job["feedback"]["workflow_id"]]
got["layers"] = sorted(client.package_latest(pid)["layers"])
got["packaged"] = names(client.package_download(pid, str(folder / "package"), throw_on_error=True))
got["jobs"] = refused(client.list_jobs, pid) or sorted({job["type"] for job in client.list_jobs(pid)})

delta = {
    "uuid": "5f2b7c1e-64a5-4b8c-9a46-0a4f3c5d2e01",
    "clientId": "5f2b7c1e-64a5-4b8c-9a46-0a4f3c5d2e02",
    "localPk": "1",
    "sourcePk": "1",
    "localLayerId": "trees_1",
    "sourceLayerId": "trees_1",
    "method": "create",
    "new": {"attributes": {"height": 3}},
}
deltas = {"version": "1.0", "id": "5f2b7c1e-64a5-4b8c-9a46-0a4f3c5d2e03", "project": pid, "files": [], "deltas": [delta]}
(folder / "deltas.json").write_text(json.dumps(deltas))
answer = client.push_delta(pid, str(folder / "deltas.json"))
got["pushed"] = [answer.status_code, answer.text]
del delta["clientId"]
(folder / "deltas.json").write_text(json.dumps(deltas))
got["bad deltas"] = refused(client.push_delta, pid, str(folder / "deltas.json"))

role = sdk.ProjectCollaboratorRole
added = client.add_project_collaborator(pid, "bob", role.REPORTER)
got["added"] = [added["collaborator"], added["role"], added["project_id"] == pid]
got["changed"] = client.patch_project_collaborators(pid, "bob", role.MANAGER)["role"]
got["collaborators"] = [one["collaborator"] for one in client.get_project_collaborators(pid)]
client.remove_project_collaborator(pid, "bob")
got["nobody"] = client.get_project_collaborators(pid)
got["member"] = client.add_organization_member("valley", "cleo", sdk.OrganizationMemberRole.MEMBER, False)["member"]
got["members"] = sorted(one["member"] for one in client.get_organization_members("valley"))
got["team"] = refused(client.create_organization_team, "valley", "north") or [
    client.add_organization_team_member("valley", "north", "bob")["member"],
    client.patch_organization_team("valley", "north", "west")["team"],
]
got["subscription"] = (
    refused(client.current_subscription, "ana")
    or client.current_subscription("ana")["storage_used_bytes"] > 9_000_000
)
got["seed"] = refused(client.get_project_seed, pid)

got["deleted"] = names(client.delete_files(pid, ["note.txt"], throw_on_error=True)["note.txt"])
client.delete_project(pid)
got["gone"] = refused(client.get_project, pid)
print(json.dumps(got))
