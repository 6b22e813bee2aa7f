using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Tokens;

namespace MlNetVad.Torch.Trainers;

/// <summary>The names of the columns that the predictor reads and adds; null where there is none.</summary>
internal sealed record PredictorColumns
{
    // no clip column has this name, so a predictor without tokens is written as it always was
    private const string WithTokens = "";

    public required string Clip { get; init; }

    public string? Semantic { get; init; }

    public string? Objects { get; init; }

    public string? Appearance { get; init; }

    public string? Embeddings { get; init; }

    public required string Score { get; init; }

    public required string PredictedLabel { get; init; }

    public required string FrameError { get; init; }

    public required string SemanticError { get; init; }

    public required string ErrorMap { get; init; }

    public required string ObjectScores { get; init; }

    public string? PredictedFrame { get; init; }

    public string? Routing { get; init; }

    /// <summary>Whether objects are scored one by one.</summary>
    public bool IsObjectCentric => Objects is not null;

    /// <summary>What is read: the clip, and the others where they have a name.</summary>
    public IReadOnlyList<InputColumn> Inputs(PredictorOptions network)
    {
        List<InputColumn> inputs = [InputColumn.Clip(Clip)];
        if (Semantic is not null)
        {
            inputs.Add(TextColumns.Embedding(Semantic, network.TextDimension, IsObjectCentric));
        }

        if (Objects is not null)
        {
            inputs.Add(InputColumn.Bag(Objects, Pictures.ObjectCrops.Stride));
        }

        if (Appearance is not null)
        {
            inputs.Add(TokenColumns.Hidden(Appearance, network));
        }

        if (Embeddings is not null)
        {
            inputs.Add(TokenColumns.Embedded(Embeddings, network));
        }

        return inputs;
    }

    /// <summary>Reads the last hidden states of a row; null where there is no such column.</summary>
    public ClipTokens? HiddenStates(PredictorOptions network) => Appearance is null
        ? null
        : new ClipTokens(Appearance, network.InputFrames, (1 + network.Patches) * network.AppearanceTokenWidth);

    /// <summary>Reads the patch embeddings of a row; null where there is no such column.</summary>
    public ClipTokens? PatchEmbeddings(PredictorOptions network) => Embeddings is null
        ? null
        : new ClipTokens(Embeddings, network.SkipFrames, network.Patches * network.AppearanceTokenWidth);

    /// <summary>What is added, for a network of these options.</summary>
    public IReadOnlyList<OutputColumn> Outputs(PredictorOptions network, ErrorMapGrain grain)
    {
        int cell = grain == ErrorMapGrain.Pixel ? 1 : network.PatchSize;
        int height = network.Height / cell, width = network.Width / cell;
        DataViewType number = NumberDataViewType.Single;
        List<OutputColumn> outputs =
        [
            new(Score, number),
            new(PredictedLabel, BooleanDataViewType.Instance),
            new(FrameError, number),
            new(SemanticError, number),
            new(ErrorMap, Vector(height, width)),
        ];
        if (PredictedFrame is not null)
        {
            outputs.Add(new(PredictedFrame, Vector(network.Height, network.Width, network.Channels)));
        }

        if (Routing is not null)
        {
            outputs.Add(new(Routing, Vector(network.DecoderDepth, network.RoutedFilters)));
        }

        if (IsObjectCentric)
        {
            outputs.Add(new(ObjectScores, OutputColumn.PerObjectType));
        }

        return outputs;

        VectorDataViewType Vector(params int[] dimensions) =>
            new(NumberDataViewType.Single, IsObjectCentric ? (int[])[0, .. dimensions] : dimensions);
    }

    /// <summary>Writes the names.</summary>
    public void Write(BinaryWriter writer)
    {
        if (Appearance is not null)
        {
            writer.Write(WithTokens);
            writer.Write(Appearance);
            writer.Write(Embeddings ?? "");
        }

        foreach (string? name in (string?[])[Clip, Semantic, Objects, Score, PredictedLabel, FrameError, SemanticError, ErrorMap, ObjectScores, PredictedFrame, Routing])
        {
            writer.Write(name ?? "");
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static PredictorColumns Read(BinaryReader reader)
    {
        string first = reader.ReadString();
        bool hasTokens = first == WithTokens;
        return new PredictorColumns
        {
            Appearance = hasTokens ? reader.ReadString() : null,
            Embeddings = hasTokens ? Optional() : null,
            Clip = hasTokens ? reader.ReadString() : first,
            Semantic = Optional(),
            Objects = Optional(),
            Score = reader.ReadString(),
            PredictedLabel = reader.ReadString(),
            FrameError = reader.ReadString(),
            SemanticError = reader.ReadString(),
            ErrorMap = reader.ReadString(),
            ObjectScores = reader.ReadString(),
            PredictedFrame = Optional(),
            Routing = Optional(),
        };

        string? Optional() => reader.ReadString() is { Length: > 0 } name ? name : null;
    }
}

/// <summary>How fine the error map is.</summary>
public enum ErrorMapGrain
{
    /// <summary>One number a patch of the network.</summary>
    Patch,

    /// <summary>One number a pixel of the network's picture.</summary>
    Pixel,
}
