"""The preview: how a list is to be read, its judged rows, decisions and corrections."""
