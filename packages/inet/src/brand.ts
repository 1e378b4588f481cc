declare const brand: unique symbol;

/** A value that only its own parser can make, so that it cannot be mistaken for another of the same shape. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
