import type { ModelProvider } from '../domain/model-provider.ts';
import { anthropicProvider } from './providers/anthropic.ts';
import { bedrockProvider } from './providers/bedrock.ts';
import { commandProvider } from './providers/command.ts';
import { geminiProvider } from './providers/gemini.ts';
import { groqProvider } from './providers/groq.ts';
import { openAiProvider } from './providers/openai.ts';

/** Every provider, those of the default chain first. A new one: its file and a line here. */
export const PROVIDERS: readonly ModelProvider[] = [
  geminiProvider,
  groqProvider,
  anthropicProvider,
  openAiProvider,
  bedrockProvider,
  commandProvider,
];
