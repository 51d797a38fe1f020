"""What a single delta may come to; the next one is tried all the same."""


class Refused(Exception):
    """
    A delta that is not applied. `message` is in the words of QFieldCloud's worker, `conflicts` are its lines about
    attributes that differ, `details` what the provider said.
    """

    def __init__(self, message, conflicts=(), details=()):
        super().__init__(message)
        self.message = message
        self.conflicts = list(conflicts)
        self.details = list(details)
