/** Methods of Python's texts, lists, tables, sets and patterns. */
export const PYTHON_METHODS: readonly string[] =
  'append extend insert remove pop index count sort reverse copy clear find rfind split rsplit partition rpartition strip lstrip rstrip startswith endswith replace join lower upper title capitalize isdigit isalpha isalnum isspace islower isupper keys values items get setdefault update add discard union intersection difference symmetric_difference issubset issuperset popleft appendleft extendleft match search fullmatch findall finditer sub subn'.split(
    ' ',
  );
