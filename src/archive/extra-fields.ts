/** One block of an extra field area. */
export interface ExtraField {
  readonly id: number;
  readonly payload: Buffer;
}

/** Splits an extra area. Padding that is too short for a block is left out, as every ZIP tool does. */
export function readExtraFields(area: Buffer): ExtraField[] {
  const fields: ExtraField[] = [];
  let position = 0;
  while (position + 4 <= area.length) {
    const length = area.readUInt16LE(position + 2);
    const end = position + 4 + length;
    if (end > area.length) break;
    fields.push({ id: area.readUInt16LE(position), payload: area.subarray(position + 4, end) });
    position = end;
  }
  return fields;
}

export function writeExtraFields(fields: readonly ExtraField[]): Buffer {
  return Buffer.concat(
    fields.flatMap(({ id, payload }) => {
      const head = Buffer.alloc(4);
      head.writeUInt16LE(id, 0);
      head.writeUInt16LE(payload.length, 2);
      return [head, payload];
    }),
  );
}
