namespace Microsoft.ML;

/// <summary>What every <c>Model.key</c> starts with.</summary>
internal static class ModelFormat
{
    public const uint Magic = 0x4D434C4D;

    public const int Version = 1;

    public const string ChainFolder = "TransformerChain";

    public const string SchemaEntry = "Schema";

    public const string VersionEntry = "TrainingInfo/Version.txt";
}
