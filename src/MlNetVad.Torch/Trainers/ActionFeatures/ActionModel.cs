using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Optimization;
using MlNetVad.Torch.Weights;

namespace MlNetVad.Torch.Trainers.ActionFeatures;

/// <summary>What training gave.</summary>
/// <param name="Network">With its trained weights; in evaluation mode, shared by all cursors.</param>
/// <param name="Actions">The names of the actions.</param>
/// <param name="Texts">Their texts, a row of D numbers an action, each of length 1.</param>
/// <param name="Note">How the training went, in words.</param>
internal sealed record ActionModel(ActionNetwork Network, IReadOnlyList<string> Actions, float[] Texts, string Note)
{
    /// <summary>Writes everything; the weights as safetensors.</summary>
    public void Write(BinaryWriter writer)
    {
        Network.Options.Write(writer);
        writer.Write(Actions.Count);
        foreach (string action in Actions)
        {
            writer.Write(action);
        }

        foreach (float value in Texts)
        {
            writer.Write(value);
        }

        writer.Write(Note);
        writer.Flush();
        ModuleWeights.Save(Network, writer.BaseStream);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; the weights are the rest of the bytes.</summary>
    public static ActionModel Read(BinaryReader reader)
    {
        ActionNetworkOptions sizes = ActionNetworkOptions.Read(reader);
        string[] actions = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadString())];
        float[] texts = [.. Enumerable.Range(0, actions.Length * sizes.Width).Select(_ => reader.ReadSingle())];
        string note = reader.ReadString();
        ActionNetwork network = FirstWeights.Any(() => new ActionNetwork(sizes));
        int rest = checked((int)(reader.BaseStream.Length - reader.BaseStream.Position));
        using SafeTensorsReader weights = SafeTensorsReader.Open(reader.ReadBytes(rest));
        ModuleWeights.Load(network, weights);
        network.eval();
        return new ActionModel(network, actions, texts, note);
    }
}
