namespace MlNetVad.Scoring;

/// <summary>A part of a model that brings what things do and what is said into one space, where they can be compared.</summary>
internal interface ITextSpace
{
    /// <summary>The column of what each thing does, <c>Vector&lt;Single, *, D&gt;</c>, each of length 1.</summary>
    string Features { get; }

    /// <summary>The column of the things' boxes, <c>Vector&lt;Single, *, 6&gt;</c>.</summary>
    string Boxes { get; }

    /// <summary>The actions that it has learned.</summary>
    IReadOnlyList<string> Actions { get; }

    /// <summary>Their texts, [N, D], each of length 1.</summary>
    IReadOnlyList<float> Texts { get; }

    /// <summary>Whether texts come from another space and only those like the learned actions mean something here.</summary>
    bool KnowsOnlyItsActions { get; }

    /// <summary>Brings a text here.</summary>
    /// <param name="meaning">The text, as the encoder reads it that read the actions' names.</param>
    /// <returns>D numbers, of length 1.</returns>
    /// <exception cref="VadException">Another encoder has read it.</exception>
    float[] Bring(float[] meaning);
}
