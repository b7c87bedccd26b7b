"""The inside of the virtual hall: gadgets, simulators, the service and its checks."""
