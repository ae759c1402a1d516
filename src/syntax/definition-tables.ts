import type { ReadOnlyFamily } from './languages.ts';
import type { SymbolKind } from './syntax-types.ts';

/** Node types that define a name, with the kind of what they define. Functions inside of a class become methods. */
export type DefinitionTable = Readonly<Record<string, SymbolKind>>;

export const DEFINITION_TABLES: Readonly<Record<ReadOnlyFamily, DefinitionTable>> = {
  go: {
    function_declaration: 'function',
    method_declaration: 'method',
    type_spec: 'class',
    type_alias: 'type',
    const_spec: 'variable',
    var_spec: 'variable',
  },
  rust: {
    function_item: 'function',
    function_signature_item: 'function',
    macro_definition: 'function',
    struct_item: 'class',
    enum_item: 'class',
    union_item: 'class',
    trait_item: 'class',
    impl_item: 'class',
    mod_item: 'class',
    type_item: 'type',
    const_item: 'variable',
    static_item: 'variable',
  },
  java: {
    class_declaration: 'class',
    interface_declaration: 'class',
    enum_declaration: 'class',
    record_declaration: 'class',
    annotation_type_declaration: 'class',
    method_declaration: 'method',
    constructor_declaration: 'method',
    compact_constructor_declaration: 'method',
  },
  ruby: {
    class: 'class',
    module: 'class',
    method: 'function',
    singleton_method: 'function',
    assignment: 'variable',
  },
  php: {
    class_declaration: 'class',
    interface_declaration: 'class',
    trait_declaration: 'class',
    enum_declaration: 'class',
    method_declaration: 'method',
    function_definition: 'function',
    const_declaration: 'variable',
  },
  c: {
    function_definition: 'function',
    preproc_function_def: 'function',
    class_specifier: 'class',
    struct_specifier: 'class',
    union_specifier: 'class',
    enum_specifier: 'type',
    alias_declaration: 'type',
    type_definition: 'type',
    preproc_def: 'variable',
    init_declarator: 'variable',
  },
  csharp: {
    class_declaration: 'class',
    struct_declaration: 'class',
    interface_declaration: 'class',
    record_declaration: 'class',
    enum_declaration: 'class',
    delegate_declaration: 'type',
    method_declaration: 'method',
    constructor_declaration: 'method',
    destructor_declaration: 'method',
    operator_declaration: 'method',
    conversion_operator_declaration: 'method',
    indexer_declaration: 'method',
    property_declaration: 'method',
    local_function_statement: 'function',
  },
};

/** Nodes that stand around one definition and belong to it. */
export const DEFINITION_WRAPPERS =
  /^(type_declaration|const_declaration|var_declaration|template_declaration|declaration)$/;

/** Bodies whose functions are methods of what is around them. */
export const CLASS_NODES =
  /^(impl_item|trait_item|class_declaration|interface_declaration|enum_declaration|record_declaration|class|module|singleton_class|class_specifier|struct_specifier|union_specifier|struct_declaration|trait_declaration)$/;

/** Nodes whose inside is local: variables there are no symbols of the module. */
export const LOCAL_NODES =
  /^(function_declaration|method_declaration|func_literal|function_item|closure_expression|function_definition|lambda_expression|method|singleton_method|block|do_block)$/;
