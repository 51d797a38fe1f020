"""Keys of features that are the same in every rebuild."""

import hashlib
import uuid


class Keys:
    """UUIDs of version 5, made of a project's namespace and a feature's position in its file."""

    def __init__(self, namespace):
        self._prefix = uuid.uuid5(uuid.NAMESPACE_URL, namespace).bytes

    def at(self, position):
        """`str(uuid.uuid5(namespace, str(position)))`, in a third of its time: it runs once a feature."""
        digest = hashlib.sha1(self._prefix + str(position).encode()).hexdigest()
        variant = '89ab'[int(digest[16], 16) & 3]
        return f'{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}'
