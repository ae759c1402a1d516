/** A function of an object that is worked out once for each, and forgotten with it. */
export function remembered<Owner extends object, Value>(make: (owner: Owner) => Value): (owner: Owner) => Value {
  const known = new WeakMap<Owner, { readonly value: Value }>();
  return (owner) => {
    const found = known.get(owner) ?? { value: make(owner) };
    known.set(owner, found);
    return found.value;
  };
}

/** The same of an object and something else, for each pair of them. */
export function rememberedFor<Owner extends object, Key, Value>(
  make: (owner: Owner, key: Key) => Value,
): (owner: Owner, key: Key) => Value {
  const ofOwner = remembered((_owner: Owner) => new Map<Key, { readonly value: Value }>());
  return (owner, key) => {
    const known = ofOwner(owner);
    const found = known.get(key) ?? { value: make(owner, key) };
    known.set(key, found);
    return found.value;
  };
}
