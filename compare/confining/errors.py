"""What their code meets where it asks for more than a check gives."""


class RefusedError(PermissionError):
    """A service that a checked file does not get: network, processes, another library's numbers."""


class MissingModuleError(ModuleNotFoundError):
    """A module that is not given to checked files, where pretending would hide an alternative."""


class NotReadError(FileNotFoundError):
    """A file that was asked for; the check runs without people's data."""


class NotWrittenError(PermissionError):
    """A file or folder that was to be made, changed or deleted."""


class EndRefusedError(BaseException):
    """It called os._exit; no ``except Exception`` of theirs may catch this."""
