"""Portfolio audit: thousands of contracts judged in supervised processes, resumable, nothing lost."""
