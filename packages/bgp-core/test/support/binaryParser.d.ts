/** As much of binary-parser as the tests use; its own types cannot be found from an ES module. */
declare module 'binary-parser' {
  export class Parser<T extends object = object> {
    endianness(order: 'big'): this;
    uint8<N extends string>(name: N): Parser<T & Record<N, number>>;
    uint16<N extends string>(name: N): Parser<T & Record<N, number>>;
    uint32<N extends string>(name: N): Parser<T & Record<N, number>>;
    array<N extends string>(
      name: N,
      options: { readonly type: 'uint8'; readonly length: number },
    ): Parser<T & Record<N, readonly number[]>>;
    buffer<N extends string>(
      name: N,
      options: { readonly length: string } | { readonly readUntil: 'eof' },
    ): Parser<T & Record<N, Uint8Array>>;
    parse(octets: Uint8Array): T;
  }
}
