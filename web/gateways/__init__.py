"""What gateways and operators post: USSD hops, texts, delivery reports, callbacks, SIM news."""
