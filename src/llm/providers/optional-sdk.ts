import { isRecord } from '../../shared/json.ts';
import type { FailedCall } from './provider-failure.ts';
import { providerFailure } from './provider-failure.ts';

/** Loads an SDK that only the users of its provider install; a missing one is a fault that names the package. */
export async function optionalSdk<Module>(
  name: string,
  load: () => Promise<Module>,
  failed: FailedCall,
): Promise<Module> {
  return load().catch((error: unknown) => {
    const code = isRecord(error) ? error.code : null;
    const missing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
    throw missing ? providerFailure(failed, { fault: 'sdk-missing', words: `npm install ${name}` }) : error;
  });
}
