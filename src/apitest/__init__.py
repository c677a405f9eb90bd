"""apitest: API contract testing for the data-exchange interfaces of multilateral environmental agreements."""

__version__ = "0.1.0"
