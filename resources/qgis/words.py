"""What QGIS says went wrong."""


def of(subject):
    """Text of a layer's or provider's error; asking an empty QgsError for its summary ends the process."""
    error = subject.error()
    return 'no reason given' if error.isEmpty() else error.summary()
