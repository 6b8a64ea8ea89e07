"""FilterBankExplorer: filters turned, mirrored and scaled."""
