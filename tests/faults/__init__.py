"""The server is killed while registers are saved: nothing acknowledged may be lost, nothing may be there twice."""
