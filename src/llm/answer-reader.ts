/** What a reader made of an answer. */
export type ReadAnswer<Value = unknown> =
  | { readonly kind: 'value'; readonly value: Value }
  /** One sentence that tells a model what to change. */
  | { readonly kind: 'problem'; readonly problem: string };

/** Takes the value out of a model's answer, or says why there is none. Pure: the same text gives the same result. */
export type AnswerReader<Value = unknown> = (text: string) => ReadAnswer<Value>;
