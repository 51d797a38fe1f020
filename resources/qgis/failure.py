"""The one exception that a method of the session raises on purpose."""


class Failure(Exception):
    """An error that has a code of `worker/api/errors.ts`.

    `params` are texts and numbers for the wording; `detail` holds the raw words of whoever failed
    (GDAL, SQLite, QGIS), for the log and never for the headline.
    """

    def __init__(self, code, params=None, detail=None):
        super().__init__(code if detail is None else f'{code}: {detail}')
        self.code = code
        self.params = params or {}
        self.detail = detail
