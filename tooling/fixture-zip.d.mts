export interface Fixture {
  readonly name: string;
  readonly report: string;
  readonly topFolder: string;
}

export interface ZipEntryDescription {
  readonly name: string;
  readonly mode: string;
  readonly time: number;
  readonly method: number;
  readonly content: string;
}

export declare const FIXTURES: string;
export declare const FIXTURE_TABLE: readonly Fixture[];
export declare function fixtureFiles(name: string): string[];
export declare function fixtureZip(fixture: Fixture): Buffer;
export declare function describeZip(bytes: Uint8Array): ZipEntryDescription[];
