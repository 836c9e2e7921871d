declare const value: unique symbol

/** JSON that is stored and sent as text, byte for byte. `Value` is the type of what it says. */
export type JsonText<Value> = string & { readonly [value]: Value }

export function toJsonText<Value>(value: Value): JsonText<Value> {
  return JSON.stringify(value) as JsonText<Value>
}

export function fromJsonText<Value>(text: JsonText<Value>): Value {
  return JSON.parse(text)
}
