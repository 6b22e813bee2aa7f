using System.Runtime.InteropServices;

namespace Microsoft.ML.Tokenizers;

/// <summary>A token before anyone asks for its text: its id and the characters [Start, End) that it stands for.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Piece(int Id, int Start, int End);
