import type { ModelProvider } from '../domain/model-provider.ts';
import { geminiProvider } from './providers/gemini.ts';
import { groqProvider } from './providers/groq.ts';

/** Every provider, in the order of the default chain. A new one: its file and a line here. */
export const PROVIDERS: readonly ModelProvider[] = [geminiProvider, groqProvider];
