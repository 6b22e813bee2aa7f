using MlNetVad.Persistence;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers.Optimization;
using MlNetVad.Torch.Weights;

namespace MlNetVad.Torch.Trainers.Training;

/// <summary>Where a training stands: step, weights, the optimizer's moments, the best weights. All of it goes to a checkpoint.</summary>
internal sealed class TrainingState(FramePredictor network, FlatAdam optimizer, string configuration) : IDisposable
{
    private const string Magic = "MlNetVad checkpoint 2";
    private byte[] _best = [];
    private int _bestStep, _checks, _bestCheck;

    /// <summary>Steps done.</summary>
    public int Step { get; set; }

    /// <summary>Seconds spent training, over all runs.</summary>
    public double Seconds { get; set; }

    /// <summary>The last loss on held-out video.</summary>
    public double Loss { get; private set; } = double.NaN;

    /// <summary>The lowest loss on held-out video.</summary>
    public double BestLoss { get; private set; } = double.NaN;

    /// <summary>The step of the lowest loss.</summary>
    public int BestStep => _bestStep;

    /// <summary>Whether there are weights worth keeping.</summary>
    public bool HasBest => _best.Length > 0;

    /// <summary>Takes a loss on held-out video; the weights are kept if it is the lowest.</summary>
    /// <exception cref="VadException">It is not a number.</exception>
    public void Note(double loss)
    {
        if (!double.IsFinite(loss))
        {
            throw new VadException($"The loss on held-out video is {loss} after {Step} steps: the training has diverged; lower LearningRate.");
        }

        Loss = loss;
        _checks++;
        if (!(loss >= BestLoss))
        {
            (BestLoss, _bestStep, _bestCheck) = (loss, Step, _checks);
            using var bytes = new MemoryStream();
            ModuleWeights.Save(network, bytes);
            _best = bytes.ToArray();
        }
    }

    /// <summary>Whether so many looks in a row have brought nothing better; never where <paramref name="patience"/> is 0.</summary>
    public bool IsExhausted(int patience) => patience > 0 && _checks - _bestCheck >= patience;

    /// <summary>Gives the network its best weights.</summary>
    public void RestoreBest() => Restore(_best);

    /// <summary>Writes a checkpoint, whole or not at all.</summary>
    public void Save(string path) => AtomicFile.Write(path, stream =>
    {
        using var weights = new MemoryStream();
        ModuleWeights.Save(network, weights);
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(configuration);
        writer.Write(Step);
        writer.Write(Seconds);
        writer.Write(Loss);
        writer.Write(BestLoss);
        writer.Write(_bestStep);
        writer.Write(_checks);
        writer.Write(_bestCheck);
        WriteBytes(writer, weights.ToArray());
        WriteBytes(writer, _best);
        optimizer.Save(writer);
    });

    /// <summary>Goes back to a checkpoint.</summary>
    /// <exception cref="VadException">It is damaged, or of another configuration.</exception>
    public void Load(string path)
    {
        try
        {
            using var reader = new BinaryReader(File.OpenRead(path));
            if (reader.ReadString() != Magic)
            {
                throw new VadException($"'{path}' is no checkpoint of this version of MlNetVad; train without --resume.");
            }

            CheckConfiguration(path, reader.ReadString());
            Step = reader.ReadInt32();
            Seconds = reader.ReadDouble();
            Loss = reader.ReadDouble();
            BestLoss = reader.ReadDouble();
            _bestStep = reader.ReadInt32();
            _checks = reader.ReadInt32();
            _bestCheck = reader.ReadInt32();
            Restore(ReadBytes(reader));
            _best = ReadBytes(reader);
            optimizer.Load(reader);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or ArgumentException)
        {
            throw new VadException($"The checkpoint '{path}' is damaged ({e.Message.Split('\n')[0].TrimEnd('.')}); delete it and train anew.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _best = [];

    private void CheckConfiguration(string path, string theirs)
    {
        string[] here = configuration.Split("; "), there = theirs.Split("; ");
        string[] differences = [.. there.Except(here).Zip(here.Except(there), (a, b) => $"{a} there, {b} here")];
        if (theirs != configuration)
        {
            throw new VadException(
                $"The checkpoint '{path}' is of another configuration ({string.Join("; ", differences.Take(3))}); resume with the options it was made with, or train without --resume.");
        }
    }

    private void Restore(byte[] weights)
    {
        using SafeTensorsReader reader = SafeTensorsReader.Open(weights, "The checkpoint");
        ModuleWeights.Load(network, reader);
    }

    private static void WriteBytes(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] ReadBytes(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        byte[] bytes = reader.ReadBytes(count);
        return bytes.Length == count ? bytes : throw new EndOfStreamException("it ends too early");
    }
}
