/** Loads every SDK once, so that the short deadlines of tests are not spent on that. */
export async function loadSdks(): Promise<void> {
  await Promise.all([
    import('@google/generative-ai'),
    import('groq-sdk'),
    import('@anthropic-ai/sdk'),
    import('openai'),
    import('@aws-sdk/client-bedrock-runtime'),
    import('@smithy/node-http-handler'),
  ]);
}
