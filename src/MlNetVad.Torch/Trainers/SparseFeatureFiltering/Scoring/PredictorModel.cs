using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Pictures;
using MlNetVad.Torch.Trainers.Optimization;
using MlNetVad.Torch.Weights;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Torch.Trainers.Scoring;

/// <summary>What training gave: the network, how its errors are pooled, and the scales of normal errors.</summary>
/// <param name="Network">With its trained weights; in evaluation mode, shared by all cursors.</param>
/// <param name="Pooling">How a frame's error is made.</param>
/// <param name="Fusion">How the errors become a score.</param>
/// <param name="Crops">How large an object's crop is.</param>
/// <param name="Places">What is normal where; for objects.</param>
/// <param name="Notes">What the training has to say of itself, for people.</param>
internal sealed record PredictorModel(
    FramePredictor Network, PoolingChoice Pooling, ScoreFusion Fusion, CropScale Crops, PlaceScale Places, IReadOnlyList<(string Name, string Value)> Notes)
{
    /// <summary>The network's pictures.</summary>
    public PictureSize Size => new(Network.Options.Channels, Network.Options.Height, Network.Options.Width);

    /// <summary>Whether the pooling was chosen on held-out clips, rather than by an option.</summary>
    public bool IsPoolingChosen => Notes.Any(note => note.Name == PoolingNote);

    /// <summary>The note that says how the pooling was chosen.</summary>
    public const string PoolingNote = "pooling";

    /// <summary>Writes everything; the weights as safetensors.</summary>
    public void Write(BinaryWriter writer)
    {
        Network.Options.Write(writer);
        Pooling.Write(writer);
        Fusion.Write(writer);
        writer.Write(Crops.Margin);
        writer.Write(Crops.Typical);
        Places.Write(writer);
        writer.Write(Notes.Count);
        foreach ((string name, string value) in Notes)
        {
            writer.Write(name);
            writer.Write(value);
        }

        writer.Flush();
        ModuleWeights.Save(Network, writer.BaseStream);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; the weights are the rest of the bytes.</summary>
    public static PredictorModel Read(BinaryReader reader)
    {
        PredictorOptions options = PredictorOptions.Read(reader);
        FramePredictor network = FirstWeights.Any(() => new FramePredictor(options));
        PoolingChoice pooling = PoolingChoice.Read(reader);
        ScoreFusion fusion = ScoreFusion.Read(reader);
        var crops = new CropScale(reader.ReadSingle(), reader.ReadSingle());
        PlaceScale places = PlaceScale.Read(reader);
        var notes = new (string, string)[reader.ReadInt32()];
        for (int i = 0; i < notes.Length; i++)
        {
            notes[i] = (reader.ReadString(), reader.ReadString());
        }

        int rest = checked((int)(reader.BaseStream.Length - reader.BaseStream.Position));
        using SafeTensorsReader weights = SafeTensorsReader.Open(reader.ReadBytes(rest));
        ModuleWeights.Load(network, weights);
        network.eval();
        return new PredictorModel(network, pooling, fusion, crops, places, notes);
    }
}
