import { afterEach, beforeEach } from '@jest/globals';
import type { ProviderServer } from './provider-server.ts';
import { createDesk, type Desk } from './run-autofix.ts';

/** What a test works with: a desk of its own, and the server that it starts, if any; both are gone when it is over. */
export interface WorkPlace {
  readonly desk: Desk;
  server: ProviderServer | null;
}

/** The place of the test that runs, for all tests of the suite or file that this is called in. */
export function deskForEach(): WorkPlace {
  let desk: Desk;
  const place: WorkPlace = {
    get desk() {
      return desk;
    },
    server: null,
  };
  beforeEach(() => {
    desk = createDesk();
  });
  afterEach(async () => {
    await place.server?.close();
    place.server = null;
    desk.dispose();
  });
  return place;
}
