"""Types of settings: msgspec checks the values, and messages say in words what was expected."""

from typing import Annotated, Any, Literal, get_args, get_origin

from msgspec import Meta, ValidationError, convert
from msgspec.inspect import BoolType, DictType, FloatType, IntType, ListType, StrType, TupleType, Type, type_info

from matinee.policy.settings import MakeError

Fraction = Annotated[float, Meta(ge=0, lt=1)]
Share = Annotated[float, Meta(ge=0, le=1)]
SignedShare = Annotated[float, Meta(ge=-1, le=1)]
Words = list[str]
Phrase = Annotated[str, Meta(pattern=r"\S")]


def check_value(value: Any, kind: Any, where: str, ending: str, make_error: MakeError) -> Any:
    """Convert a value to the type of a setting; integers become floats, nothing else changes its type.

    Args:
        value: as YAML has it.
        kind: the type, with its bounds.
        where: beginning of the message, up to the verb.
        ending: end of the message, after what was expected.
        make_error: makes the exception that is raised for another type or a value out of range.
    """
    try:
        return convert(value, kind)
    except (ValidationError, UnicodeError):  # the latter for half of a surrogate pair
        raise make_error(f"{where} must be {expectation(kind)}{ending}") from None


def expectation(kind: Any) -> str:
    """Describe the values of a type, for a message.

    >>> expectation(Fraction)
    'a number from 0 to below 1'
    >>> expectation(Annotated[int, Meta(ge=1, le=4096)])
    'a whole number from 1 to 4,096'
    """
    if get_origin(kind) is Literal:
        return f"one of {', '.join(get_args(kind))}"  # msgspec would sort them
    return describe_type(type_info(kind))


def describe_type(kind: Type) -> str:
    """Describe the values of a type, as msgspec inspects it."""
    match kind:
        case IntType():
            return f"a whole number {interval(kind)}"
        case FloatType():
            return f"a number {interval(kind)}"
        case TupleType((IntType() as part, *rest)):
            return f"a list of {1 + len(rest)} whole numbers {interval(part)}"
        case _:
            words = {BoolType: "true or false", StrType: "a phrase", ListType: "a list of words", DictType: "a mapping"}
            return words[type(kind)]


def interval(number: IntType | FloatType) -> str:
    """Describe the bounds of a number, both of which it has."""
    if number.lt is not None:
        return f"from {number.ge:g} to below {number.lt:g}"
    form = ",d" if isinstance(number, IntType) else "g"
    return f"from {number.ge:{form}} to {number.le:{form}}"
