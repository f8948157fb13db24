"""What the stand-ins are made of: modules and classes that can be imported and named, and do nothing.

Rasa names TensorFlow's classes while it is imported (as base classes, in annotations, as decorators), so every
attribute must be a class that survives those three uses. Building a *model* from one is the line that must not be
crossed in silence: a class that subclasses an inert one raises when it is instantiated.
"""

import importlib.abc
import importlib.machinery
import sys
import types
from typing import Any


class NeedsTensorFlow(RuntimeError):
    """This component needs the real TensorFlow, which is not installed (see lean/README.md)."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} needs the real library, which is not installed: see lean/README.md")


class _InertType(type):
    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _inert_class(f"{cls.__qualname__}.{name}", cls.__module__)

    def __getitem__(cls, item: object) -> Any:
        return cls

    def __iter__(cls) -> Any:
        return iter(())


class Inert(metaclass=_InertType):
    """Answers every attribute with another inert class; as a decorator it hands back what it decorates."""

    _stand_in = True

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if not cls.__dict__.get("_stand_in", False):
            raise NeedsTensorFlow(cls.__name__)
        # `@tf.function` without brackets: hand the function back.
        if len(args) == 1 and not kwargs and isinstance(args[0], types.FunctionType):
            return args[0]
        return super().__new__(cls)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return args[0] if len(args) == 1 and callable(args[0]) else self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _inert_class(name, type(self).__module__)

    def __iter__(self) -> Any:
        return iter(())

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *exc: object) -> None:
        return None


def _inert_class(name: str, module: str) -> type:
    return _InertType(name, (Inert,), {"__module__": module, "__qualname__": name, "_stand_in": True})


class _InertModule(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = _inert_class(name, self.__name__)
        setattr(self, name, value)
        return value


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Makes `import tensorflow.any.thing` succeed."""

    def __init__(self, root: str) -> None:
        self.root = root

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> Any:
        if not fullname.startswith(self.root + "."):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: Any) -> types.ModuleType:
        return _InertModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        module.__path__ = []


def install(root: str) -> None:
    """Turn the package `root` into a stand-in, submodules included."""
    sys.modules[root].__class__ = _InertModule
    sys.meta_path.append(_Finder(root))


def stand_in(root: str) -> None:
    """Put an inert package in the place of one that is not imported yet."""
    module = _InertModule(root)
    module.__path__ = []
    sys.modules[root] = module
    sys.meta_path.insert(0, _Finder(root))
