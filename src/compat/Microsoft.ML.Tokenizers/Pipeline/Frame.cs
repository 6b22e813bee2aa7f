using System.Runtime.InteropServices;

namespace Microsoft.ML.Tokenizers;

/// <summary>The tokens that stand before and behind every text; a limit on the number of tokens leaves out the last one first.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Frame
{
    /// <summary>Creates a frame for a limit.</summary>
    public Frame(int? first, int? last, int limit)
    {
        Before = first is not null && limit >= 1 ? 1 : 0;
        Behind = last is not null && limit > Before ? 1 : 0;
        FirstId = first ?? 0;
        LastId = last ?? 0;
        Limit = limit - Before - Behind;
    }

    /// <summary>1 where a token stands before the text, else 0.</summary>
    public int Before { get; }

    /// <summary>1 where a token stands behind the text, else 0.</summary>
    public int Behind { get; }

    /// <summary>The token before.</summary>
    public int FirstId { get; }

    /// <summary>The token behind.</summary>
    public int LastId { get; }

    /// <summary>How many tokens are left for the text.</summary>
    public int Limit { get; }
}
