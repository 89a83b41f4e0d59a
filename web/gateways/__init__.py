"""Views for gateways and operators: USSD hops, texts, delivery reports, callbacks, SIM news."""
